package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.ColumnRole;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of key 0 are the same in every pair; what decides how training sees them is not. */
class FingerprintTest {

    private static final String KEY = "{\"k\":0}";

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private ShuffledData data(String spec, String others, int otherKeys) throws IOException {
        fixture.rows("k,t,y,x", 60 * (1 + otherKeys), i -> {
            int row = i % 60;
            int y = row * 7919 % 101;
            return i < 60
                    ? "0,%d,%d,%d".formatted(row, y, 2 * y)
                    : others.formatted(i / 60, row, y + i / 60, row % 7);
        });
        return fixture.shuffle(spec);
    }

    @Test
    void changesWhenAColumnTurnsOutToLeak() throws Exception {
        ShuffledData before = data(TIMED, "%1$d,%2$d,%3$d,%4$d", 3);
        fixture.rows("k,t,y,x", 240, i -> "%d,%d,%d,%d".formatted(i / 60, i % 60, i % 60 * 7919 % 101,
                2 * (i % 60 * 7919 % 101)));
        ShuffledData after = fixture.shuffle(TIMED);

        assertThat(column(before, "x").leak()).isFalse();
        assertThat(column(after, "x").leak()).isTrue();
        assertThat(partition(after, KEY).fingerprint()).isNotEqualTo(partition(before, KEY).fingerprint());
    }

    @Test
    void changesWithTheRoleOfAColumn() throws Exception {
        String others = "%1$d,%2$d,%3$d,%4$d";
        ShuffledData observed = data(TIMED, others, 3);
        ShuffledData known = data(TIMED + "columns: {known: [x]}\n", others, 3);

        assertThat(column(observed, "x").role()).isEqualTo(ColumnRole.OBSERVED);
        assertThat(partition(known, KEY).fingerprint()).isNotEqualTo(partition(observed, KEY).fingerprint());
    }

    @Test
    void changesWithTheDistanceOfTimes() throws Exception {
        // Six other keys every second day outweigh the one that comes daily.
        ShuffledData daily = data(TIMED, "%1$d,%2$d,%3$d,%4$d", 6);
        fixture.rows("k,t,y,x", 420, i -> i < 60
                ? "0,%d,%d,%d".formatted(i, i * 7919 % 101, 2 * (i * 7919 % 101))
                : "%d,%d,%d,%d".formatted(i / 60, i % 60 * 2, i % 60 * 7919 % 101 + i / 60, i % 7));
        ShuffledData alternate = fixture.shuffle(TIMED);

        assertThat(daily.timeAxis()).isNotEqualTo(alternate.timeAxis());
        assertThat(partition(alternate, KEY).fingerprint()).isNotEqualTo(partition(daily, KEY).fingerprint());
    }

    @Test
    void staysWhenAnotherKeyBeginsLater() throws Exception {
        fixture.rows("k,t,y", 120, i -> "%d,%d,%d".formatted(i / 60, i % 60, i * 7919 % 101));
        ShuffledData before = fixture.shuffle(TIMED);
        fixture.rows("k,t,y", 119, i -> "%d,%d,%d".formatted((i + 1) / 60, (i + 1) % 60, (i + 1) * 7919 % 101));
        ShuffledData after = fixture.shuffle(TIMED);

        assertThat(partition(after, KEY).fingerprint()).isNotEqualTo(partition(before, KEY).fingerprint());
        assertThat(partition(after, "{\"k\":1}").fingerprint()).isEqualTo(
                partition(before, "{\"k\":1}").fingerprint());
    }
}
