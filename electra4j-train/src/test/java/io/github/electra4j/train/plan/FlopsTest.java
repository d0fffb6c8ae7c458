package io.github.electra4j.train.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlopsTest {
    /**
     * The engine's own count of one sequence through Hugging Face's modules: {@code src/test/python/count_flops.py}, PyTorch 2.15.0 and
     * transformers 5.24.0.
     */
    @ParameterizedTest
    @CsvSource({
        "small, discriminator, 128, 2642477056, 7927431168",
        "small, generator, 128, 1205665792, 3616997376",
        "base, discriminator, 512, 97241530368, 291724591104",
        "base, generator, 512, 37291032576, 111873097728",
        "large, discriminator, 512, 336082239488, 1008246718464",
        "large, generator, 512, 58311311360, 174933934080"
    })
    void operations_ofThePublishedSizes_areThoseThatTheEngineCounts(
            String size, String network, int length, long forward, long both) throws IOException {
        PretrainingConfig config = ConfigFiles.resolve(ConfigFiles.read(ConfigFiles.published(size)), size);
        ElectraConfig discriminator = config.discriminator(30_522, 0);
        ElectraConfig generator = config.generator(30_522, 0);

        double perToken = network.equals("generator")
                ? Flops.encoder(generator, length) + Flops.generatorHead(generator)
                : Flops.encoder(discriminator, length) + Flops.discriminatorHead(discriminator);

        assertThat(length * perToken).isEqualTo(forward);
        assertThat(Flops.TRAINING * length * perToken).isEqualTo(both);
    }

    /**
     * By hand: a layer of Small multiplies a token by four matrices of 256 x 256 and two of 256 x 1024, and with 128 others twice: 2 x (4 x
     * 65,536 + 2 x 262,144) + 4 x 128 x 256 = 1,703,936; twelve of them and the projection 2 x 128 x 256 make 20,512,768.
     */
    @Test
    void encoder_ofSmall_isTheCountByHand() throws IOException {
        ElectraConfig small =
                ConfigFiles.resolve(ConfigFiles.read("small"), "small").discriminator(30_522, 0);

        assertThat(Flops.encoder(small, 128)).isEqualTo(20_512_768);
    }

    /**
     * By hand: a gated layer of Small has three matrices of 256 x 1024, 2 x (4 x 65,536 + 3 x 262,144) + 4 x 128 x 256 = 2,228,224;
     * twelve of them and the projection make 26,804,224. Behind attention it is 2 x (65,536 + 3 x 262,144) = 1,703,936, half of it 851,968.
     */
    @Test
    void encoder_gated_countsThreeMatricesOfEachFeedForwardLayer() throws IOException {
        Map<String, @Nullable Object> values = ConfigFiles.read("small");
        values.put("feed_forward", "geglu");
        values.put("biases", false);
        values.put("norm", "sandwich");
        ElectraConfig gated = ConfigFiles.resolve(values, "small").discriminator(30_522, 0);

        assertThat(Flops.encoder(gated, 128)).isEqualTo(26_804_224);
        assertThat(Flops.encoder(gated, 128, 0.5)).isEqualTo(26_804_224 - 851_968);
    }
}
