package io.github.electra4j.cli;

import java.util.List;
import java.util.Map;

/**
 * What the doctor found about one part of the machine.
 *
 * @param topic the part, in a word
 * @param found what there is, on one line
 * @param advice what to change to be faster or safer; empty if nothing
 * @param figures the same for programs, under stable keys
 */
record Finding(String topic, String found, List<String> advice, Map<String, Object> figures) {
    Finding {
        advice = List.copyOf(advice);
        figures = Map.copyOf(figures);
    }
}
