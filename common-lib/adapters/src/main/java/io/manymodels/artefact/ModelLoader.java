package io.manymodels.artefact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Loads models from a bucket by ranges. Bytes are compared with the registry's SHA-256 before a single one is parsed.
 * Headers are kept, because thousands of models share one. Thread-safe.
 */
public final class ModelLoader {

    private static final int LARGEST_HEADER = 4 << 20;
    private static final int HEADERS = 64;
    private static final Set<String> UNREADABLE = Set.of("artefact-corrupt", "artefact-newer", "kernel-unknown");

    private final ObjectStore store;
    private final String bucket;
    private final KernelCodecs codecs;
    private final Cache<ByteRangeOf, ModelHeader> headers = Caffeine.newBuilder().maximumSize(HEADERS).build();

    private record ByteRangeOf(String object, ByteRange range) {}

    /** @param codecs of the plug-ins whose kernels it can load */
    public ModelLoader(ObjectStore store, String bucket, KernelCodecs codecs) {
        this.store = store;
        this.bucket = bucket;
        this.codecs = codecs;
    }

    /**
     * Reads, checks and decodes a model.
     *
     * @throws ManyModelsException UNAVAILABLE {@code artefact-corrupt} where the bytes are not what the registry says, are
     *     fewer, or are gone, {@code artefact-newer} where a later build wrote them, {@code kernel-unknown} where a plug-in
     *     is missing; whatever the object store throws where it cannot be read
     */
    public PartitionModel load(ArtefactLocation location) {
        ModelHeader header = header(location);
        return decoded(location, header, checked(location.object(), location.body(), ModelCodec.LARGEST_BODY));
    }

    /** What becomes of one of many models. */
    public interface Arrival {

        void loaded(ArtefactLocation location, PartitionModel model);

        /** As {@link ModelLoader#load} would have thrown. */
        void failed(ArtefactLocation location, ManyModelsException problem);
    }

    /**
     * Loads many models with few requests: neighbours in a pack come in one. Reports each distinct location exactly once,
     * in the order of the packs; one that fails does not keep the others from loading.
     */
    public void loadAll(Collection<ArtefactLocation> locations, Arrival arrival) {
        List<ArtefactLocation> credible = new ArrayList<>(locations.size());
        for (ArtefactLocation location : Set.copyOf(locations)) {
            if (location.body().length() < 0 || location.body().length() > ModelCodec.LARGEST_BODY) {
                arrival.failed(location, tooLarge(location.object(), location.body()));
            } else {
                credible.add(location);
            }
        }
        CoalescedRead.plan(credible).forEach(read -> load(read, arrival));
    }

    private void load(CoalescedRead read, Arrival arrival) {
        byte[] bytes;
        try {
            bytes = store.range(bucket, read.object(), read.offset(), read.length());
        } catch (ManyModelsException e) {
            if (isMissing(e) && read.locations().size() > 1) {
                // A pack that was cut short still holds what lies before the cut.
                read.locations().forEach(location -> load(CoalescedRead.of(location), arrival));
            } else {
                read.locations().forEach(location -> arrival.failed(location,
                        isMissing(e) ? corrupt(location.object(), location.body(), e) : e));
            }
            return;
        }
        for (ArtefactLocation location : read.locations()) {
            int from = Math.toIntExact(location.body().offset() - read.offset());
            arrive(location, Arrays.copyOfRange(bytes, from, from + location.body().length()), arrival);
        }
    }

    /** Whether a problem is the artefact's own: loading it again does not help, and another model shall answer. */
    public static boolean isUnreadable(ManyModelsException problem) {
        return UNREADABLE.contains(problem.code());
    }

    /** Whether the object, or the end of it, is not there: asking again does not help. */
    private static boolean isMissing(ManyModelsException e) {
        return e.kind() == ManyModelsException.Kind.NOT_FOUND;
    }

    private void arrive(ArtefactLocation location, byte[] body, Arrival arrival) {
        PartitionModel model;
        try {
            verify(location.object(), location.body(), body);
            model = decoded(location, header(location), body);
        } catch (ManyModelsException e) {
            arrival.failed(location, e);
            return;
        }
        arrival.loaded(location, model);
    }

    private PartitionModel decoded(ArtefactLocation location, ModelHeader header, byte[] bytes) {
        try {
            return new PartitionModel(header, ModelCodec.decodeBody(header, codecs, bytes), bytes.length);
        } catch (IllegalArgumentException e) {
            throw corrupt(location.object(), location.body(), e);
        } catch (ManyModelsException e) {
            throw notHere(location.object(), location.body(), e);
        }
    }

    private ModelHeader header(ArtefactLocation location) {
        ByteRangeOf place = new ByteRangeOf(location.object(), location.header());
        ModelHeader known = headers.getIfPresent(place);
        if (known != null) {
            return known;
        }
        byte[] bytes = checked(location.object(), location.header(), LARGEST_HEADER);
        try {
            ModelHeader header = ModelCodec.decodeHeader(bytes);
            headers.put(place, header);
            return header;
        } catch (IllegalArgumentException e) {
            throw corrupt(location.object(), location.header(), e);
        } catch (ManyModelsException e) {
            throw notHere(location.object(), location.header(), e);
        }
    }

    private byte[] checked(String object, ByteRange range, int largest) {
        if (range.length() < 0 || range.length() > largest) {
            throw tooLarge(object, range);
        }
        byte[] bytes;
        try {
            bytes = store.range(bucket, object, range.offset(), range.length());
        } catch (ManyModelsException e) {
            throw isMissing(e) ? corrupt(object, range, e) : e;
        }
        verify(object, range, bytes);
        return bytes;
    }

    private void verify(String object, ByteRange range, byte[] bytes) {
        String actual = PackWriter.sha256(bytes);
        if (!actual.equals(range.sha256())) {
            throw corrupt(object, range, new IllegalArgumentException("its SHA-256 is [%s]".formatted(actual)));
        }
    }

    /** The artefact is what was registered, but this program cannot read it. */
    private ManyModelsException notHere(String object, ByteRange range, ManyModelsException cause) {
        return ManyModelsException.unavailable(cause.code(),
                "Artefact [%s] at [%d] in bucket [%s] cannot be read here. %s"
                        .formatted(object, range.offset(), bucket, cause.getMessage()),
                cause);
    }

    private ManyModelsException tooLarge(String object, ByteRange range) {
        return corrupt(object, range,
                new IllegalArgumentException("[%d] bytes are more than allowed".formatted(range.length())));
    }

    private ManyModelsException corrupt(String object, ByteRange range, Exception cause) {
        return ManyModelsException.unavailable("artefact-corrupt",
                "Artefact [%s] at [%d] in bucket [%s] is not the one registered with SHA-256 [%s]: %s. Maybe train or promote again"
                        .formatted(object, range.offset(), bucket, range.sha256(), cause.getMessage()),
                cause);
    }
}
