package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table itself refuses what the types of {@code lifecycle} do not offer. */
class LegalMovesIT {

    private static final List<String> STATES = List.of("deciding", "dry-run", "awaiting-approval", "published",
            "declined");

    private final JdbcClient production = Stack.INSTANCE.database("promotion");

    @Test
    void theTableKnowsTheLegalMovesAlone() {
        Set<String> legal = new TreeSet<>();
        for (var from : STATES) {
            for (var to : STATES) {
                if (!from.equals(to) && moves(from, to)) {
                    legal.add(from + " -> " + to);
                }
            }
        }

        assertThat(legal).containsExactly("awaiting-approval -> declined", "awaiting-approval -> published",
                "deciding -> awaiting-approval", "deciding -> dry-run", "deciding -> published");
    }

    private boolean moves(String from, String to) {
        var run = UUID.randomUUID();
        production.sql("""
                INSERT INTO production.promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual,
                                                  submitted_by, state)
                VALUES (?, 'moves', 1, ?, 's', false, false, 'test', ?)
                """).params(run, run, from).update();
        try {
            return production.sql("UPDATE production.promotion SET state = ? WHERE run_id = ?").params(to, run)
                    .update() == 1;
        } catch (DataAccessException e) {
            return false;
        }
    }

    @Test
    void whatAPromotionDecidesAboutIsFixed() {
        var run = UUID.randomUUID();
        production.sql("""
                INSERT INTO production.promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual,
                                                  submitted_by)
                VALUES (?, 'fixed', 1, ?, 's', false, true, 'test')
                """).params(run, run).update();

        for (var change : List.of("manual = false", "base_release = 7", "family_version = 2", "dry_run = true")) {
            org.assertj.core.api.Assertions
                    .assertThatThrownBy(() -> production
                            .sql("UPDATE production.promotion SET %s WHERE run_id = ?".formatted(change)).param(run)
                            .update())
                    .as(change).isInstanceOf(DataAccessException.class).hasMessageContaining("is fixed");
        }
    }
}
