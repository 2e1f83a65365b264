package io.manymodels.training.run;

import io.manymodels.event.SnapshotSealed;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts the training of a cycle once its snapshot is sealed. The fact is a hint: what was sealed is looked up. Told twice,
 * it finds the run there already.
 */
@Component("snapshotSealedListener")
class SnapshotSealedListener implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSealedListener.class);

    private final TrainingSubmission submission;
    private final JsonMapper json;

    SnapshotSealedListener(TrainingSubmission submission, JsonMapper json) {
        this.submission = submission;
        this.json = json;
    }

    @Override
    public void accept(String body) {
        SnapshotSealed sealed = json.readValue(body, SnapshotSealed.class);
        UUID cycle = sealed.cycle();
        if (cycle == null) {
            LOG.debug("Snapshot sealed outside a cycle family={} snapshot={}", sealed.family(), sealed.snapshot());
        } else if (submission.follow(cycle).isEmpty()) {
            LOG.warn("A fact about an ingestion that the catalogue does not know is passed over family={} run={}",
                    sealed.family(), sealed.run());
        }
    }
}
