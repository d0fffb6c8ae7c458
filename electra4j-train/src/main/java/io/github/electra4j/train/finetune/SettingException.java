package io.github.electra4j.train.finetune;

/**
 * A setting of a fine-tuning that cannot be. It carries its parts, so that whoever asked the user for the setting can name it as the
 * user did.
 */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String setting;
    private final String found;
    private final String advice;

    /**
     * @param setting its name as in {@link FineTuningPlan#settings}
     * @param found its value; empty where it is on or off
     * @param advice what was expected, or what to do
     */
    SettingException(String setting, Object found, String advice) {
        super(setting + (found.equals("") ? "" : " " + found) + ": " + advice);
        this.setting = setting;
        this.found = String.valueOf(found);
        this.advice = advice;
    }

    /** Refuses a value out of range. */
    static void check(String setting, Object found, boolean isSound, String expected) {
        if (!isSound) {
            throw new SettingException(setting, found, "expected " + expected);
        }
    }

    /** The setting's name. */
    public String setting() {
        return setting;
    }

    /** Its value; empty where it is on or off. */
    public String found() {
        return found;
    }

    /** What was expected, or what to do. */
    public String advice() {
        return advice;
    }
}
