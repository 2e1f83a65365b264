package io.manymodels.promotion.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReleaseFiguresTest {

    private final ReleaseFigures figures = new ReleaseFigures();
    private final AtomicInteger passes = new AtomicInteger();

    private int asked(long release, String name) {
        return figures.of(release, name, Integer.class, passes::incrementAndGet);
    }

    @Test
    void onePassIsMadeForEachFigureOfARelease() {
        assertThat(asked(1, "mape")).isEqualTo(1);
        assertThat(asked(1, "mape")).isEqualTo(1);
        assertThat(asked(2, "mape")).isEqualTo(2);
        assertThat(asked(1, "mae")).isEqualTo(3);
    }

    @Test
    void aPassThatFailsIsMadeAgain() {
        assertThatThrownBy(() -> figures.of(1, "mape", Integer.class, () -> {
            throw new IllegalStateException("database away");
        })).hasMessage("database away");

        assertThat(asked(1, "mape")).isEqualTo(1);
    }
}
