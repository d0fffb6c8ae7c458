package io.github.electra4j.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevisionTest {
    /** git says which revision the clone is at that this was built in. */
    @Test
    void revision_ofABuildInAClone_isGitsAndInTheProvenance() throws Exception {
        String head = git();
        assumeThat(head).as("git in a clone").isNotEmpty();

        assertThat(Revision.ofElectra4j()).isIn(head, head + "-dirty");
        assertThat(Provenance.ofNow("x", 1, List.of(), Map.of(), Provenance.Compute.none(), List.of())
                        .toJson())
                .contains(head);
    }

    private static String git() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(git.getInputStream().readAllBytes(), ISO_8859_1).strip();
            return git.waitFor() == 0 ? out : "";
        } catch (IOException e) {
            return "";
        }
    }
}
