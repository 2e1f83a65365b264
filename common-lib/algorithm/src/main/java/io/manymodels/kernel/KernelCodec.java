package io.manymodels.kernel;

/**
 * Reads the kernels of a plug-in from artefacts. Found by {@link java.util.ServiceLoader}: a plug-in's jar names its
 * implementation in {@code META-INF/services/io.manymodels.kernel.KernelCodec}. Thread-safe.
 */
public interface KernelCodec {

    /** What artefacts call its kernels: lower case, with the plug-in's own prefix, for example {@code acme.spline}. */
    String name();

    /** The newest version that it reads; it reads every earlier one as well, from 1. */
    int version();

    /**
     * Reads a kernel. Bytes have been compared with the registry's SHA-256, but whoever may write the registry may write
     * them: trust no length in them and load no class that they name. Throws {@link IllegalArgumentException} for what is
     * no such kernel, UNAVAILABLE {@code artefact-newer} where a later build of a library wrote what is inside.
     *
     * @param version of the bytes, from 1 to {@link #version()}
     * @param width features of a row
     */
    Kernel.Foreign read(int version, int width, byte[] bytes);
}
