package io.manymodels.training.candidate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Registers models as candidates. What is registered is never changed. */
@Component
public class CandidateRegistry {

    private final RegistrationRepository repository;

    CandidateRegistry(RegistrationRepository repository) {
        this.repository = repository;
    }

    /** Registers models as candidates of their run; to be called in the transaction that completes their task. */
    public void register(Registration run, List<NewVersion> versions) {
        if (!versions.isEmpty()) {
            repository.insert(run, versions);
        }
    }

    /** Objects that hold models of the run. */
    public Set<String> objects(UUID run) {
        return new HashSet<>(repository.objects(run));
    }
}
