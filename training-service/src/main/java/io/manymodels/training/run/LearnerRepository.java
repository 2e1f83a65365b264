package io.manymodels.training.run;

import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Learner;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Publishes the learners of this program, so that specs can be checked where they are handed in. */
@Repository
class LearnerRepository implements SmartInitializingSingleton {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Catalogue catalogue;
    private final JsonMapper json;

    LearnerRepository(JdbcClient jdbc, TransactionTemplate transaction, Catalogue catalogue, JsonMapper json) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.catalogue = catalogue;
        this.json = json;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(_ -> {
            // Several processes may start at once; the last one's learners stand.
            jdbc.sql("LOCK TABLE training.learner IN EXCLUSIVE MODE").update();
            jdbc.sql("DELETE FROM training.learner").update();
            for (Learner learner : catalogue.all()) {
                jdbc.sql("INSERT INTO training.learner (name, version, tasks, settings) VALUES (?, ?, ?, ?::jsonb)")
                        .params(learner.name(), learner.version(),
                                learner.tasks().stream().map(task -> task.wire()).sorted().toArray(String[]::new),
                                json.writeValueAsString(learner.settings()))
                        .update();
            }
        });
    }
}
