package io.github.electra4j.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.electra4j.serve.http.AccessLog;

/**
 * Logging of the command line: warnings to standard error, one line each, in the form of its own messages; the lines of `serve` about requests
 * to standard output, as they are. Found by
 * Logback's service loader; code instead of XML, since reading XML costs a tenth of a second at every start.
 *
 * <p>The system property {@code electra.log} (for example {@code ELECTRA_JAVA_OPTS=-Delectra.log=debug}) sets another level
 * for electra4j's own loggers.
 */
public final class TerseLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger("ROOT").setLevel(Level.WARN);
        context.getLogger("ROOT").addAppender(appender(context, "System.err", "electra: %msg%n"));
        Logger access = context.getLogger(AccessLog.LOGGER);
        access.setLevel(Level.INFO);
        access.setAdditive(false);
        access.addAppender(appender(context, "System.out", "%msg%n"));
        // Of odd files, which are read all the same; those that give no text are named by `index`.
        context.getLogger("org.apache.pdfbox").setLevel(Level.OFF);
        context.getLogger("org.apache.fontbox").setLevel(Level.OFF);
        // Of a request with two hosts the one shows both, the other a host that is none; no log of ours shows what a
        // client sends.
        context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.OFF);
        context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.OFF);
        // What fails at its start is said by `serve` in words of its own.
        context.getLogger("io.javalin").setLevel(Level.OFF);
        context.getLogger("io.github.electra4j").setLevel(Level.toLevel(System.getProperty("electra.log"), Level.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context, String target, String pattern) {
        PatternLayoutEncoder layout = new PatternLayoutEncoder();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget(target);
        appender.setEncoder(layout);
        appender.start();
        return appender;
    }
}
