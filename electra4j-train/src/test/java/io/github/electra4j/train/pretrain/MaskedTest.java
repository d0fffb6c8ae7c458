package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.Masking.Masked;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch with chosen positions, in other shapes. */
class MaskedTest {
    private static final Masking MASKING = new Masking(Configs.tiny("length", 40), Configs.vocabulary(97), 1);

    @Test
    void padded_toAWiderLength_isWhatMaskingThePaddedBatchGives() {
        Batch batch = MaskingTest.batch(8, 0);
        int wider = batch.length() + 3;

        Masked padded = MASKING.mask(batch).padded(wider, 0);

        Masked expected = MASKING.mask(batch.padded(wider, 0));
        assertThat(padded.batch().ids()).isEqualTo(expected.batch().ids());
        assertThat(padded.batch().length()).isEqualTo(wider);
        assertThat(padded.ids()).isEqualTo(expected.ids());
        assertThat(padded.positions()).isEqualTo(expected.positions());
        assertThat(padded.originals()).isEqualTo(expected.originals());
        assertThat(padded.keys()).isEqualTo(expected.keys());
        assertThat(padded.rowStarts()).isEqualTo(expected.rowStarts());
        assertThat(padded.candidates()).isEqualTo(expected.candidates());
    }

    @Test
    void read_ofChosenPositions_beginsWithThemAndGoesOnWithOthersToARoundNumber() {
        Masked masked = MASKING.mask(MaskingTest.batch(20, 0));
        int chosen = masked.positions().length;
        int expected = (chosen + 63) / 64 * 64;

        int[] read = masked.read();

        assertThat(chosen % 64).isNotZero();
        assertThat(read).hasSize(expected).startsWith(masked.positions()).doesNotHaveDuplicates();
        assertThat(IntStream.of(read)).allMatch(place -> place >= 0 && place < masked.ids().length);
    }

    @Test
    void read_ofFewerPlacesThanTheRoundNumber_isAllOfThem() {
        Masked masked = MASKING.mask(MaskingTest.batch(1, 0));

        assertThat(masked.ids()).hasSizeLessThan(64);
        assertThat(masked.read())
                .startsWith(masked.positions())
                .containsExactlyInAnyOrder(
                        IntStream.range(0, masked.ids().length).toArray());
    }
}
