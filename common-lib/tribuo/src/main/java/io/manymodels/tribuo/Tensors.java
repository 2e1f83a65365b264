package io.manymodels.tribuo;

import static io.manymodels.tribuo.Stored.check;

import com.google.protobuf.Any;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseSparseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SparseVector;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.SparseTensorProto;
import org.tribuo.math.protos.TensorProto;

/** Looks through stored tensors: Tribuo allocates by the shape that they name. */
final class Tensors {

    private static final Set<String> CLASSES = Set.of(DenseVector.class.getName(), DenseMatrix.class.getName(),
            SparseVector.class.getName(), DenseSparseMatrix.class.getName());

    /** Throws {@link IllegalArgumentException} for another shape, or other than the bytes of it. */
    void shaped(TensorProto proto, int... shape) {
        Inspection.newest(proto.getVersion());
        Inspection.known(proto.getClassName(), CLASSES);
        Any data = proto.getSerializedData();
        List<Integer> expected = Arrays.stream(shape).boxed().toList();
        if (data.is(DenseTensorProto.class)) {
            DenseTensorProto dense = Inspection.unpacked(data, DenseTensorProto.class);
            long cells = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
            check(dense.getDimensionsList().equals(expected) && dense.getValues().size() == Double.BYTES * cells,
                    "a tensor has another shape");
        } else {
            SparseTensorProto sparse = Inspection.unpacked(data, SparseTensorProto.class);
            long cells = sparse.getNumNonZero();
            check(sparse.getDimensionsList().equals(expected) && sparse.getValues().size() == Double.BYTES * cells
                    && sparse.getIndices().size() == (long) Integer.BYTES * shape.length * cells
                    && isInside(sparse, shape), "a tensor has another shape");
        }
    }

    private static boolean isInside(SparseTensorProto sparse, int[] shape) {
        var indices = sparse.getIndices().asReadOnlyByteBuffer().order(java.nio.ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        for (int i = 0; indices.hasRemaining(); i++) {
            int index = indices.get();
            if (index < 0 || index >= shape[i % shape.length]) {
                return false;
            }
        }
        return true;
    }
}
