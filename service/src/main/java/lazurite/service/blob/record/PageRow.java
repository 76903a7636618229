package lazurite.service.blob.record;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lazurite.store.body.BodyRef;

/**
 * The written pages of one segment: in ascending order, none overlapping another.
 *
 * <p>A row names each of its bodies once, however many of its fragments lie in it.
 */
public record PageRow(List<Fragment> fragments) {
    public static final PageRow EMPTY = new PageRow(List.of());

    public PageRow {
        fragments = List.copyOf(fragments);
    }

    /**
     * Neighbouring pages whose bytes stand behind each other in one body.
     *
     * @param from first page, counted from the segment's start
     * @param to page behind the last
     * @param since the version as of which the list had last been shared when they were written
     * @param bodyAt where in the body the first of them starts, in bytes
     */
    public record Fragment(int from, int to, long since, BodyRef body, long bodyAt) {
        public int pages() {
            return to - from;
        }

        public long bytes() {
            return (long) pages() * PageKeys.PAGE_BYTES;
        }

        /** The part of it in those pages, which must overlap it. */
        public Fragment within(int start, int end) {
            int first = Math.max(from, start);
            return new Fragment(
                    first, Math.min(to, end), since, body, bodyAt + (long) (first - from) * PageKeys.PAGE_BYTES);
        }

        public boolean overlaps(int start, int end) {
            return from < end && start < to;
        }

        private boolean continues(Fragment before) {
            return before.to == from
                    && before.since == since
                    && before.body.id().equals(body.id())
                    && before.bodyAt + before.bytes() == bodyAt;
        }
    }

    /** Bytes of written pages. */
    public long bytes() {
        long bytes = 0;
        for (Fragment fragment : fragments) {
            bytes += fragment.bytes();
        }
        return bytes;
    }

    public boolean isEmpty() {
        return fragments.isEmpty();
    }

    /** The bodies, each once. */
    public Set<BodyRef> bodies() {
        Set<BodyRef> bodies = new LinkedHashSet<>();
        fragments.forEach(fragment -> bodies.add(fragment.body()));
        return bodies;
    }

    /** Without the pages from {@code from} to before {@code to}; this very row if none of them is written. */
    public PageRow without(int from, int to) {
        if (fragments.stream().noneMatch(fragment -> fragment.overlaps(from, to))) {
            return this;
        }
        List<Fragment> left = new ArrayList<>(fragments.size() + 1);
        for (Fragment fragment : fragments) {
            if (fragment.from() < from) {
                left.add(fragment.within(0, from));
            }
            if (fragment.to() > to) {
                left.add(fragment.within(to, PageKeys.SEGMENT_PAGES));
            }
        }
        return new PageRow(left);
    }

    /** With the fragment in the place of what stood in its pages. */
    public PageRow with(Fragment added) {
        List<Fragment> all = new ArrayList<>(without(added.from(), added.to()).fragments());
        int at = 0;
        while (at < all.size() && all.get(at).from() < added.from()) {
            at++;
        }
        all.add(at, added);
        return new PageRow(joined(all));
    }

    /** Fragments that go on where others end, as one. */
    public static List<Fragment> joined(List<Fragment> fragments) {
        List<Fragment> joined = new ArrayList<>(fragments.size());
        for (Fragment fragment : fragments) {
            if (!joined.isEmpty() && fragment.continues(joined.getLast())) {
                Fragment before = joined.removeLast();
                joined.add(new Fragment(before.from(), fragment.to(), before.since(), before.body(), before.bodyAt()));
            } else {
                joined.add(fragment);
            }
        }
        return joined;
    }
}
