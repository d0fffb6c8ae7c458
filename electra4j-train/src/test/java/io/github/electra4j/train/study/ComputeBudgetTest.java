package io.github.electra4j.train.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.electra4j.train.study.ComputeBudget.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeBudgetTest {
    @ParameterizedTest
    @CsvSource({
        "2e13flops, FLOPS, 2e13",
        "20 Tflops, FLOPS, 2e13",
        "1.5Mtokens, TOKENS, 1.5e6",
        "300 tokens, TOKENS, 300",
        "90s, SECONDS, 90",
        "30m, SECONDS, 1800",
        "30min, SECONDS, 1800",
        "2h, SECONDS, 7200",
        "0.5d, SECONDS, 43200"
    })
    void parse_ofABudget_knowsItsUnitAndAmount(String text, Unit unit, double amount) {
        assertThat(ComputeBudget.parse(text)).isEqualTo(new ComputeBudget(text, unit, amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2e13", "0flops", "-3m", "5Ms", "2Mh", "many", "1e999flops", "3 weeks"})
    void parse_ofSomethingElse_saysWhatWasExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComputeBudget.parse(text))
                .withMessageStartingWith(text + ": expected operations such as 2e13flops");
    }
}
