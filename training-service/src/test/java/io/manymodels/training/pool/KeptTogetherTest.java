package io.manymodels.training.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptTogetherTest {

    private final KeptTogether<Integer, String> kept = new KeptTogether<>();

    @Test
    void allCutoffsOfABacktestStay() {
        IntStream.range(0, 1000).forEach(cutoff -> kept.put("s1", cutoff, "model " + cutoff));

        assertThat(IntStream.range(0, 1000)).allMatch(cutoff -> ("model " + cutoff).equals(kept.get("s1", cutoff)));
        assertThat(kept.get("s1", 1000)).isNull();
        assertThat(kept.get("s2", 1)).isNull();
    }

    @Test
    void whatNobodyAskedForLongestGoesWhole() {
        for (String models : new String[] {"s1", "s2", "s3", "s4"}) {
            kept.put(models, 1, "one of " + models);
            kept.put(models, 2, "two of " + models);
        }
        assertThat(kept.get("s1", 1)).isEqualTo("one of s1");

        kept.put("s5", 1, "one of s5");

        assertThat(kept.get("s2", 1)).isNull();
        assertThat(kept.get("s2", 2)).isNull();
        assertThat(kept.get("s1", 2)).isEqualTo("two of s1");
        assertThat(kept.get("s5", 1)).isEqualTo("one of s5");
    }
}
