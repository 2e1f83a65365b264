package io.manymodels.promotion.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.promotion.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** An approver decides on where a newer version has added a column: within a transaction the server keeps plans. */
class KeptPromotionPlansIT {

    private final UUID run = UUID.randomUUID();
    private final JdbcClient newer = Stack.INSTANCE.service().database("promotion");
    private Connection connection;
    private PromotionRepository promotions;

    @BeforeEach
    void insert() throws SQLException {
        newer.sql("""
                INSERT INTO production.promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual,
                                                  submitted_by)
                VALUES (?, 'kept', 1, ?, 's', false, true, 'test')
                """).params(run, run).update();
        var login = Stack.INSTANCE.service().infrastructure().database("promotion");
        connection = DriverManager.getConnection(login.url() + (login.url().contains("?") ? "&" : "?")
                + "prepareThreshold=1", login.username(), login.password());
        connection.setAutoCommit(false);
        promotions = new PromotionRepository(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
    }

    @AfterEach
    void delete() throws SQLException {
        connection.rollback();
        connection.close();
        newer.sql("ALTER TABLE production.promotion DROP COLUMN IF EXISTS of_tomorrow").update();
        newer.sql("DELETE FROM production.promotion WHERE run_id = ?").param(run).update();
    }

    @Test
    void promotionsAreLockedOn() throws SQLException {
        assertThat(promotions.lock(run)).map(Promotion::run).contains(run);
        connection.commit();

        newer.sql("ALTER TABLE production.promotion ADD COLUMN of_tomorrow text").update();

        assertThat(promotions.lock(run)).map(Promotion::run).contains(run);
    }
}
