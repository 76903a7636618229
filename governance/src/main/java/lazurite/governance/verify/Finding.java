package lazurite.governance.verify;

import org.jspecify.annotations.Nullable;

/**
 * Why an invariant is late or broken.
 *
 * @param answer one of these two
 * @param place the entry; null where it is none's
 * @param sentence what is wrong
 */
public record Finding(Answer answer, @Nullable Place place, String sentence) {
    // not the compact form: javac then loses @Nullable for other modules
    public Finding(Answer answer, @Nullable Place place, String sentence) {
        this.answer = answer;
        this.place = place;
        this.sentence = sentence;
    }
}
