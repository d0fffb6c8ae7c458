package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.sets.NamedSet;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {
    // The ELECTRA paper, table 7: rates 3e-4, 1e-4, 5e-5; layer-wise decay 0.8, of Large 0.9; weight decay 0; 10 epochs
    // for RTE and STS.
    @ParameterizedTest
    @CsvSource({
        "256,  glue/cola, 3e-4, 0.8, 3",
        "128,  glue/rte,  3e-4, 0.8, 10",
        "768,  glue/stsb, 1e-4, 0.8, 10",
        "1024, glue/mnli, 5e-5, 0.9, 3"
    })
    void paper_hasThePublishedSettingsOfSizeAndTask(int hidden, String set, double rate, double decay, int epochs) {
        Preset preset = Preset.paper(HuggingFace.shape(hidden), NamedSet.of(set));
        assertThat(preset).isEqualTo(new Preset(rate, decay, 0, epochs, 128, 32, true));
    }

    @ParameterizedTest
    @CsvSource({"glue/cola, 3, 128, 32", "banking77, 10, 128, 32", "mutual, 3, 256, 8"})
    void standard_hasWhatSuitsTheSet(String set, int epochs, int maxLength, int batch) {
        FineTuningConfig usual = FineTuningConfig.defaults();
        assertThat(Preset.standard(NamedSet.of(set)))
                .isEqualTo(new Preset(
                        usual.learningRate(),
                        usual.layerwiseDecay(),
                        usual.weightDecay(),
                        epochs,
                        maxLength,
                        batch,
                        false));
    }

    // Turc et al. (2019) for small BERTs; the ELECTRA paper's rates with those of BERT and RoBERTa.
    @ParameterizedTest
    @CsvSource({
        "128, 3e-4 1e-4 5e-5 3e-5",
        "256, 3e-4 1e-4 5e-5 3e-5",
        "768, 1e-4 5e-5 3e-5 2e-5",
        "1024, 5e-5 3e-5 2e-5 1e-5"
    })
    void sweepRates_areThosePublishedForTheSize(int hidden, String rates) {
        assertThat(Preset.sweepRates(HuggingFace.shape(hidden)))
                .containsExactlyElementsOf(
                        Arrays.stream(rates.split(" ")).map(Double::valueOf).toList());
    }
}
