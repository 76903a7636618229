package lazurite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupTest {
    @Test
    void aGroupIsItsKindAndPartsUpToTheEndMark() {
        assertThat(Group.of("F", "0012", "a/b").prefix()).hasToString("F/0012/a/b\\x01");
        assertThat(Group.of("F", "0012", "x\0\1\2\3").prefix())
                .hasToString("F/0012/x\\x02\\x02\\x02\\x03\\x02\\x04\\x03\\x01");
    }

    @Test
    void escapingKeepsOrderAndIsUndone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            String a = text(random);
            String b = text(random);
            Group groupA = Group.of("F", "inc", a);
            Group groupB = Group.of("F", "inc", b);
            int byBytes = Arrays.compareUnsigned(utf8(a), utf8(b));
            assertThat(Integer.signum(groupA.prefix().compareTo(groupB.prefix())))
                    .as("seed %d: %s and %s", seed, groupA, groupB)
                    .isEqualTo(Integer.signum(byBytes));
            assertThat(Group.unescape(groupA.key("suffix"), 6)).isEqualTo(a);
        }
    }

    @Test
    void noGroupHoldsAnothersKeys() {
        List<Group> groups = List.of(
                Group.of("F", "inc", "a"),
                Group.of("F", "inc", "a/b"),
                Group.of("F", "inc", "a\1"),
                Group.of("F", "inc", ""),
                Group.of("F", "inc"));
        for (Group group : groups) {
            for (Group other : groups) {
                assertThat(group.holds(other.key("b"))).isEqualTo(group.equals(other));
            }
        }
    }

    @Test
    void aPrefixWithoutItsEndMarkOrWithTwoIsRefused() {
        for (String prefix : List.of("F/a", "F/\1a\1", "\1\1", "F/a\1b")) {
            assertThatThrownBy(() -> new Group(Key.of(prefix))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Random random) {
        String[] alphabet = {"\0", "\1", "\2", "\3", "/", "a", "é", "\uFFFD", "😀"};
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(5), 0, alphabet.length).forEach(i -> text.append(alphabet[i]));
        return text.toString();
    }
}
