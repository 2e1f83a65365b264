package io.manymodels.work.retention;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Runs that ended long ago and that nobody needs: neither the last of their family and kind, nor the last that succeeded, nor
 * one that a {@link RunReferences} refers to.
 */
public final class OldRuns {

    private static final int PAGE = 100;

    private final RetentionRepository repository;
    private final List<RunReferences> references;

    OldRuns(RetentionRepository repository, List<RunReferences> references) {
        this.repository = repository;
        this.references = references;
    }

    /**
     * The first page of them: runs that stay hold up no younger ones.
     *
     * @param ended how long ago at least
     * @param which an SQL condition over {@code run r} that is false for runs of which there is nothing left to forget
     * @return at most 100; empty when there are none
     */
    public Set<UUID> unused(Duration ended, String which) {
        for (int offset = 0;; offset += PAGE) {
            List<UUID> page = repository.old(ended, which, offset, PAGE);
            Set<UUID> unused = new HashSet<>(page);
            references.forEach(reference -> unused.removeAll(reference.inUse(Set.copyOf(page))));
            if (page.isEmpty() || !unused.isEmpty()) {
                return unused;
            }
        }
    }
}
