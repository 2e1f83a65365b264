package io.manymodels.training.candidate;

import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import io.manymodels.training.candidate.CandidateRegistry;
import io.manymodels.work.api.Run;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes objects of a run that no registry row names: what attempts left behind that died between upload and commit. To
 * be called when none of the run's tasks is open any more; later commits are fenced.
 */
@Component
public class OrphanSweep {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private final ObjectStore store;
    private final CandidateRegistry registry;

    OrphanSweep(ObjectStore store, CandidateRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    public void sweep(Run run) {
        Set<String> named = registry.objects(run.id());
        for (StoredObject object : store.list(AttemptPack.BUCKET, AttemptPack.prefix(run))) {
            if (!named.contains(object.key())) {
                LOG.info("Orphan deleted run={} object={} bytes={}", run.id(), object.key(), object.size());
                store.delete(AttemptPack.BUCKET, object.key());
            }
        }
    }
}
