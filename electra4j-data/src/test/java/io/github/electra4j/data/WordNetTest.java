package io.github.electra4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordNetTest {
    private static List<Gloss> glosses;

    @BeforeAll
    static void read() throws IOException {
        glosses = WordNet.glosses();
    }

    // Counts of the second column of data.*, by: cat data.* | grep -v '^  ' | awk '{print $2}' | sort | uniq -c
    @Test
    void glosses_readFromTheDependency_areAllInTheir45Classes() {
        Map<String, Integer> counts = new TreeMap<>();
        glosses.forEach(g -> counts.merge(g.lexicographerClass(), 1, Integer::sum));
        assertThat(glosses).hasSize(117_791);
        assertThat(counts)
                .hasSize(45)
                .containsEntry("adj.all", 14_460)
                .containsEntry("noun.artifact", 11_605)
                .containsEntry("noun.person", 11_073)
                .containsEntry("adv.all", 3_625)
                .containsEntry("adj.pert", 3_665)
                .containsEntry("adj.ppl", 60)
                .containsEntry("noun.Tops", 51)
                .containsEntry("noun.motive", 42)
                .containsEntry("verb.weather", 81)
                .containsEntry("verb.contact", 2_198);
    }

    @Test
    void glosses_firstAndLast_areTheFilesOwn() {
        assertThat(glosses.get(0))
                .isEqualTo(new Gloss(
                        List.of("entity"),
                        "that which is perceived or known or inferred to have its own distinct existence"
                                + " (living or nonliving)",
                        3,
                        "noun.Tops"));
        assertThat(glosses.get(2).text()).startsWith("abstraction, abstract entity: a general concept formed");
        assertThat(glosses.get(117_790).lexicographerClass()).isEqualTo("adv.all");
    }

    @Test
    void glosses_all_haveTextOfOneLine() {
        assertThat(glosses).allSatisfy(g -> {
            assertThat(g.lemmas()).isNotEmpty().noneMatch(String::isBlank).noneMatch(l -> l.contains("_"));
            assertThat(g.gloss()).isNotBlank().doesNotContain("\n");
        });
    }

    @Test
    void parse_adjectiveWithSyntacticMarker_dropsIt() throws IOException {
        Gloss gloss =
                WordNet.parse("00014000 00 a 02 galore(ip) 0 ready_to_hand(p) 0 000 | existing in abundance  ", "x");
        assertThat(gloss)
                .isEqualTo(new Gloss(List.of("galore", "ready to hand"), "existing in abundance", 0, "adj.all"));
    }

    @Test
    void parse_hexadecimalWordCount_isRead() throws IOException {
        String line = "1 03 n 0b" + " w 0".repeat(11) + " 000 | g";
        assertThat(WordNet.parse(line, "x").lemmas()).hasSize(11);
    }

    @Test
    void parse_brokenLine_namesPlaceAndContent() {
        assertThatThrownBy(() -> WordNet.parse("00014000 00 a", "data.adj:7"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data.adj:7")
                .hasMessageContaining("00014000 00 a");
        assertThatThrownBy(() -> WordNet.parse("1 45 n 01 w 0 000 | g", "data.noun:8"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data.noun:8");
    }
}
