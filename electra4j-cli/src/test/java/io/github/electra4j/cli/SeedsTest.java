package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void seeds_upToTheLargestNumber_followEachOther() {
        assertThat(Seeds.of(-1, 3)).containsExactly(-1L, 0L, 1L);
        assertThat(Seeds.of(Long.MAX_VALUE, 1)).containsExactly(Long.MAX_VALUE);
        assertThat(Seeds.of(Long.MAX_VALUE - 1, 2)).containsExactly(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    }
}
