package io.github.electra4j.task;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Options that one kind of task alone has, as the user gave them.
 *
 * @param values by name
 */
public record TaskOptions(Map<String, String> values) {
    /** None. */
    public static final TaskOptions NONE = new TaskOptions(Map.of());

    public TaskOptions {
        values = Map.copyOf(values);
    }

    /** The same with those of others that are not among them. */
    public TaskOptions before(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        all.putAll(values);
        return new TaskOptions(all);
    }

    /**
     * Refuses names that the task does not know.
     *
     * @param task its name
     * @throws TaskOptionException with the names that it knows
     */
    public void requireOnly(String task, String... known) {
        for (String name : new TreeMap<>(values).keySet()) {
            if (!Set.of(known).contains(name)) {
                throw new TaskOptionException(
                        name, task + (known.length == 0 ? " has no options" : " has " + String.join(", ", known)));
            }
        }
    }

    /**
     * A whole number of at least so much.
     *
     * @throws TaskOptionException where it is none
     */
    public int whole(String name, int usual, int least) {
        String value = values.get(name);
        if (value == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number too small is.
        }
        throw new TaskOptionException(name, "\"" + value + "\", expected a whole number of at least " + least);
    }

    /**
     * A share, 0 to 1.
     *
     * @throws TaskOptionException where it is none
     */
    public double share(String name, double usual) {
        String value = values.get(name);
        if (value == null) {
            return usual;
        }
        try {
            double share = Double.parseDouble(value);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number out of range is.
        }
        throw new TaskOptionException(name, "\"" + value + "\", expected a number from 0 to 1");
    }

    /**
     * One of some words.
     *
     * @throws TaskOptionException where it is none of them
     */
    public String choice(String name, String usual, String... choices) {
        String value = values.getOrDefault(name, usual);
        if (!Set.of(choices).contains(value)) {
            throw new TaskOptionException(name, "\"" + value + "\", expected one of " + String.join(", ", choices));
        }
        return value;
    }
}
