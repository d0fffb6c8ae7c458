package io.github.electra4j.dialogue;

import java.util.Locale;

/** Where a reply is looked for that an intent does not have itself. */
public enum Source {
    /** The dialogue's own list of replies, from which a model selects. */
    REPLIES,

    /** Documents of one's own, out of which a reader answers. */
    DOCUMENTS;

    /** Its name in a dialogue file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
