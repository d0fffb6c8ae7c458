package io.github.electra4j.documents.index;

import java.util.List;
import java.util.Map;

/**
 * What an indexing did.
 *
 * @param added files with text that were not in the index
 * @param replaced files with text that had changed
 * @param unchanged files with text that were not read again
 * @param removed files that are no longer there
 * @param failures files without a passage in the index and why, those known from before too
 * @param others how many files of other endings were passed over, by ending
 * @param passages in the index now
 * @param finished whether it came to its end; else the same call goes on
 */
public record IndexReport(
        int added,
        int replaced,
        int unchanged,
        int removed,
        List<String> failures,
        Map<String, Integer> others,
        int passages,
        boolean finished) {
    public IndexReport {
        failures = List.copyOf(failures);
        others = Map.copyOf(others);
    }
}
