package io.github.electra4j.cli;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text of made-up words, whose frequencies fall with their rank as in any language; documents of 5 to 24 words. */
final class MadeUpText {
    private MadeUpText() {}

    /** Makes a folder with one file of about so many characters. */
    static void write(Path folder, int characters) throws IOException {
        Files.createDirectory(folder);
        CounterRandom random = CounterRandom.of(11, "kill test", 0, 0);
        StringBuilder text = new StringBuilder();
        while (text.length() < characters) {
            for (int i = 5 + random.nextInt(20); i > 0; i--) {
                int rank = (int) Math.exp(random.nextDouble() * Math.log(2_000));
                text.append(Integer.toString(rank * 7919, 26)).append(' ');
            }
            text.append("\n\n");
        }
        Files.writeString(folder.resolve("a.txt"), text);
    }
}
