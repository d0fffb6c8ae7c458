package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of settings against the configurations themselves and the page that shows it. */
class SettingTest {
    @Test
    void all_keys_areThoseOfTheConfigurationsEachWithAMeaning() throws IOException {
        assertThat(Setting.all())
                .extracting(Setting::key)
                .containsExactlyElementsOf(ConfigFiles.read("small").keySet());
        assertThat(Setting.all()).allSatisfy(setting -> assertThat(setting.meaning())
                .as(setting.key())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(100));
        assertThat(Setting.meanings().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(ConfigFiles.read("small").keySet());
    }

    @Test
    void all_kinds_areThoseThatTheConfigurationTakes() throws IOException {
        assertThat(Setting.all())
                .contains(
                        new Setting(
                                "norm",
                                "post|pre|sandwich",
                                "post",
                                "LayerNorm behind each sublayer, as published, before it, or both"),
                        new Setting(
                                "feed_forward",
                                "gelu|geglu",
                                "gelu",
                                "GELU of one linear map, as published, or that times another (2/3 of the width: equal size)"),
                        new Setting("batch", "whole number", "128", "examples a step"))
                .filteredOn(setting -> setting.kind().endsWith("or null"))
                .extracting(Setting::key)
                .containsExactly(
                        "generator_hidden_size",
                        "generator_layers",
                        "generator_heads",
                        "generator_intermediate_size",
                        "contrastive_weight",
                        "contrastive_share",
                        "final_mask_share",
                        "temperature_decay",
                        "first_length",
                        "generator_learning_rate");
    }

    @Test
    void page_ofTheSettings_hasTheSameTable() throws IOException {
        String table = Setting.all().stream()
                .map(s -> "| `" + s.key() + "` | " + s.kind().replace("|", ", ") + " | " + s.small() + " | "
                        + s.meaning() + " |\n")
                .collect(Collectors.joining());
        assertThat(Files.readString(Path.of("../docs/settings.md"))).contains(table);
    }
}
