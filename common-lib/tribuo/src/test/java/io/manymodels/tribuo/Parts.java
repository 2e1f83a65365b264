package io.manymodels.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.classification.mnb.protos.MultinomialNaiveBayesProto;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.protos.FMClassificationModelProto;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.common.sgd.protos.FMParametersProto;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.math.protos.BruteForceFactoryProto;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.SparseTensorProto;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.protos.ImmutableRegressionInfoProto;
import org.tribuo.regression.protos.RegressorProto;
import org.tribuo.regression.sgd.protos.FMRegressionModelProto;
import org.tribuo.regression.slm.protos.SparseLinearModelProto;

/** Changes one field after the other of a message and of all messages in it, however they are packed. */
final class Parts {

    private static final Map<String, Message> TYPES = Stream.<Message>of(
            WeightedEnsembleModelProto.getDefaultInstance(), TreeModelProto.getDefaultInstance(),
            SplitNodeProto.getDefaultInstance(), LeafNodeProto.getDefaultInstance(),
            SparseLinearModelProto.getDefaultInstance(), FMRegressionModelProto.getDefaultInstance(),
            FMClassificationModelProto.getDefaultInstance(), KNNModelProto.getDefaultInstance(),
            MultinomialNaiveBayesProto.getDefaultInstance(), FMParametersProto.getDefaultInstance(),
            BruteForceFactoryProto.getDefaultInstance(), DenseTensorProto.getDefaultInstance(),
            SparseTensorProto.getDefaultInstance(), ImmutableFeatureMapProto.getDefaultInstance(),
            RealIDInfoProto.getDefaultInstance(), CategoricalIDInfoProto.getDefaultInstance(),
            ImmutableLabelInfoProto.getDefaultInstance(), ImmutableRegressionInfoProto.getDefaultInstance(),
            LabelProto.getDefaultInstance(), RegressorProto.getDefaultInstance())
            .collect(Collectors.toMap(type -> type.getDescriptorForType().getFullName(), Function.identity()));
    /** Nobody looks at it. */
    private static final Set<String> PASSED_OVER = Set.of("provenance");

    private final Predicate<FieldDescriptor> which;
    private final Object value;

    private Parts(Predicate<FieldDescriptor> which, Object value) {
        this.which = which;
        this.value = value;
    }

    /** A message in which one field is another, and which one it is. */
    record Changed(String field, Message message) {

        @Override
        public String toString() {
            return field;
        }
    }

    /** Each field of this kind once, in a copy of its own: of what is repeated the first and the last. */
    static List<Changed> changed(Message message, Predicate<FieldDescriptor> which, Object value) {
        return new Parts(which, value).of(message, message.getDescriptorForType().getName());
    }

    private List<Changed> of(Message message, String path) {
        List<Changed> all = new ArrayList<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            String place = path + "." + field.getName();
            if (PASSED_OVER.contains(field.getName())) {
                continue;
            }
            if (field.isRepeated()) {
                int count = message.getRepeatedFieldCount(field);
                for (int i : count == 0 ? new int[0] : count == 1 ? new int[] {0} : new int[] {0, count - 1}) {
                    ofOne(field, message.getRepeatedField(field, i), place).forEach(one -> all.add(new Changed(
                            one.field(), message.toBuilder().setRepeatedField(field, i, one.value()).build())));
                }
            } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || message.hasField(field)) {
                ofOne(field, message.getField(field), place).forEach(
                        one -> all.add(new Changed(one.field(),
                                message.toBuilder().setField(field, one.value()).build())));
            }
        }
        return all;
    }

    private record Value(String field, Object value) {}

    private List<Value> ofOne(FieldDescriptor field, Object now, String place) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return which.test(field) && !now.equals(value) ? List.of(new Value(place, value)) : List.of();
        }
        return now instanceof Any any
                ? of(unpacked(any), place).stream().map(one -> new Value(one.field(), (Object) repacked(any, one)))
                        .toList()
                : of((Message) now, place).stream().map(one -> new Value(one.field(), (Object) one.message()))
                        .toList();
    }

    private static Any repacked(Any any, Changed one) {
        return any.toBuilder().setValue(one.message().toByteString()).build();
    }

    private static Message unpacked(Any any) {
        String type = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
        Message known = TYPES.get(type);
        if (known == null) {
            throw new AssertionError("[%s] is not among the types of this test".formatted(type));
        }
        try {
            return known.getParserForType().parseFrom(any.getValue());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
