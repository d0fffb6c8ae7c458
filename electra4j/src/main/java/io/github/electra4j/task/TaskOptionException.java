package io.github.electra4j.task;

/** An option of a task that cannot be, whatever the rows are: its name or its value. So whoever asked the user for it can tell. */
public final class TaskOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * @param name of the option
     * @param advice what was found, and what was expected
     */
    public TaskOptionException(String name, String advice) {
        super("task option " + name + ": " + advice);
    }
}
