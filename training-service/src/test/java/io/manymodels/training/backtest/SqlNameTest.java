package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SqlNameTest {

    @Test
    void familyNamesAreViewNames() {
        assertThat(SqlName.view("orange-juice")).isEqualTo("orange_juice_backtests");
    }

    @Test
    void longNamesStayApartInsteadOfBeingCutOffAlike() {
        String common = "f".repeat(60);

        assertThat(SqlName.view(common + "-a")).hasSize(63).isNotEqualTo(SqlName.view(common + "-b"));
    }

    @Test
    void quotesAreDoubled() {
        assertThat(SqlName.quoted("a\"b")).isEqualTo("\"a\"\"b\"");
    }

    @Test
    void tableIsNamedAfterItsRun() {
        assertThat(SqlName.table(new UUID(0, 1))).isEqualTo("backtest_00000000000000000000000000000001");
    }
}
