package io.manymodels.promotion.copy;

import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Copies many artefacts into one new pack object of the production bucket. Memory is bounded by one window of bytes,
 * whatever the number of artefacts; the pack grows in a temporary file.
 */
@Component
public class ArtefactCopier {

    /** Where models in production lie. */
    public static final String BUCKET = "production";

    /** Where candidates lie, as training left them. */
    public static final String CANDIDATES = "candidates";

    private final ObjectStore store;

    ArtefactCopier(ObjectStore store) {
        this.store = store;
    }

    /**
     * Copies and verifies. An artefact whose bytes are missing or do not have their SHA-256 is left out and reported;
     * storage that does not answer is an exception, for the caller to retry.
     *
     * @param target key of the pack to write; written only when at least one artefact is intact
     */
    public Copied copy(List<Artefact> artefacts, String target) {
        if (artefacts.isEmpty()) {
            return Copied.nothing();
        }
        try {
            var file = Files.createTempFile("promotion-", ".pack");
            try (var pack = new PackFile(file, target)) {
                var source = new VerifiedSource(store, CANDIDATES);
                var inOrder = artefacts.stream()
                        .sorted(Comparator.comparing(Artefact::object).thenComparingLong(Artefact::bodyOffset))
                        .toList();
                for (var window : Window.cut(inOrder)) {
                    source.read(window, pack);
                }
                pack.close();
                if (!pack.placements().isEmpty()) {
                    store.putFile(BUCKET, target, file);
                }
                return new Copied(pack.placements(), source.corrupt());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Pack [%s] could not be written to the temporary folder".formatted(target),
                    e);
        }
    }

    /**
     * Deletes the packs below a prefix that nothing refers to.
     *
     * @param inUse answers, of keys of packs, those that the registry names
     */
    public void sweep(String prefix, UnaryOperator<Set<String>> inUse) {
        var stored = store.list(BUCKET, prefix).stream().map(StoredObject::key).collect(Collectors.toSet());
        var named = stored.isEmpty() ? Set.<String>of() : inUse.apply(stored);
        for (var key : stored) {
            if (!named.contains(key)) {
                store.delete(BUCKET, key);
            }
        }
    }
}
