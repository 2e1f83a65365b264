package io.manymodels.kernel;

import io.manymodels.problem.ManyModelsException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The codecs of foreign kernels that this program has, by name. Immutable. */
public final class KernelCodecs {

    /** Without any plug-in. */
    public static final KernelCodecs NONE = of(java.util.List.of());

    private final Map<String, KernelCodec> byName;

    private KernelCodecs(Map<String, KernelCodec> byName) {
        this.byName = byName;
    }

    /** Throws {@link IllegalArgumentException} where two have one name. */
    public static KernelCodecs of(Collection<? extends KernelCodec> codecs) {
        Map<String, KernelCodec> byName = new TreeMap<>();
        for (KernelCodec codec : codecs) {
            KernelCodec other = byName.put(codec.name(), codec);
            if (other != null) {
                throw new IllegalArgumentException(
                        "Kernel [%s] has two codecs, [%s] and [%s]. Maybe a plug-in lies there twice"
                                .formatted(codec.name(), other.getClass().getName(), codec.getClass().getName()));
            }
        }
        return new KernelCodecs(byName);
    }

    /** Reads a kernel. Throws UNAVAILABLE {@code kernel-unknown} or {@code artefact-newer}; {@link IllegalArgumentException} for bad bytes. */
    public Kernel.Foreign read(String name, int version, int width, byte[] bytes) {
        KernelCodec codec = byName.get(name);
        if (codec == null) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "kernel-unknown",
                    "Its kernel [%s] of version [%d] comes from a plug-in that this program does not have; it has %s. Maybe add the plug-in's jar"
                            .formatted(name, version, byName.keySet()));
        }
        if (version > codec.version()) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "artefact-newer",
                    "Its kernel [%s] has version [%d], the plug-in here reads up to [%d]. Maybe update the plug-in"
                            .formatted(name, version, codec.version()));
        }
        if (version < 1) {
            throw new IllegalArgumentException("its kernel [%s] has version [%d]".formatted(name, version));
        }
        try {
            return codec.read(version, width, bytes);
        } catch (ManyModelsException e) {
            // The codec itself says that a later build wrote them.
            throw e;
        } catch (RuntimeException e) {
            // A plug-in's code meets bytes of anyone: whatever it throws, the artefact is what is wrong.
            throw new IllegalArgumentException("its kernel [%s] could not be read: %s".formatted(name, e), e);
        }
    }
}
