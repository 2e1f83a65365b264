package io.manymodels.training.run;

import io.manymodels.event.SnapshotSealed;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Starts the training of a cycle once its snapshot is sealed. Told twice, it finds the run there already. */
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
        if (sealed.cycle() == null) {
            LOG.debug("Snapshot sealed outside a cycle family={} snapshot={}", sealed.family(), sealed.snapshot());
            return;
        }
        submission.submit(sealed, sealed.cycle());
    }
}
