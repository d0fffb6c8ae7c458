package io.github.electra4j.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals of the system. They are known to the JDK's module {@code jdk.unsupported} only ({@code sun.misc.Signal}), so they are reached by
 * reflection.
 */
final class Signals {
    private Signals() {}

    /**
     * Does something at each signal of a name, such as {@code TERM}, in a thread of its own.
     *
     * @return false where the signal cannot be listened to, or whoever started the process has it ignored, as {@code nohup} does
     */
    static boolean listen(String name, Runnable work) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            work.run();
                            return null;
                        }
                        // equals, hashCode and toString of the handler: the JDK keeps it in a table
                        return method.invoke(work, arguments);
                    });
            Object before = type.getMethod("handle", type, handlerType)
                    .invoke(null, type.getConstructor(String.class).newInstance(name), handler);
            return before != handlerType.getField("SIG_IGN").get(null);
        } catch (ClassNotFoundException
                | NoSuchFieldException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            // No such signal here, or it is taken (java -Xrs): the default stays.
            return false;
        }
    }
}
