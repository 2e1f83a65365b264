package io.manymodels.tribuo;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodec;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;

/** Reads the models of Tribuo from artefacts. Tribuo loads classes by the names in its protobuf: {@link Inspection} goes first. */
public final class TribuoKernelCodec implements KernelCodec {

    @Override
    public String name() {
        return TribuoKernel.NAME;
    }

    @Override
    public int version() {
        return TribuoKernel.VERSION;
    }

    @Override
    public Kernel.Foreign read(int version, int width, byte[] bytes) {
        Stored.Content content = Stored.read(width, bytes);
        Target target = content.target();
        ModelProto harmless = new Inspection(width, target.labels()).inspected(content.model());
        return TribuoKernel.of(content.columns(), target, Model.deserialize(harmless),
                new Stored(bytes, content.model().getSerializedSize()));
    }
}
