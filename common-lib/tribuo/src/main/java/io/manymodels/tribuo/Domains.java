package io.manymodels.tribuo;

import static io.manymodels.tribuo.Stored.check;

import com.google.protobuf.Any;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.tribuo.CategoricalIDInfo;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.RealIDInfo;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.FeatureDomainProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.OutputDomainProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.VariableInfoProto;
import org.tribuo.regression.ImmutableRegressionInfo;
import org.tribuo.regression.protos.ImmutableRegressionInfoProto;

/** Looks through what a stored model says of its features and outputs: exactly those of {@link Names}, each at its place. */
record Domains(int width, int labels) {

    private static final Set<String> FEATURES = Set.of(RealIDInfo.class.getName(), CategoricalIDInfo.class.getName());

    /** Throws {@link IllegalArgumentException} for any other. */
    void inspect(FeatureDomainProto features, OutputDomainProto outputs) {
        features(features);
        outputs(outputs);
    }

    private void features(FeatureDomainProto proto) {
        Inspection.newest(proto.getVersion());
        Inspection.known(proto.getClassName(), Set.of(ImmutableFeatureMap.class.getName()));
        ImmutableFeatureMapProto map = Inspection.unpacked(proto.getSerializedData(), ImmutableFeatureMapProto.class);
        check(map.getInfoCount() == width, "it has [%d] features".formatted(map.getInfoCount()));
        BitSet seen = new BitSet(width);
        for (VariableInfoProto info : map.getInfoList()) {
            Inspection.newest(info.getVersion());
            Inspection.known(info.getClassName(), FEATURES);
            Any data = info.getSerializedData();
            if (data.is(RealIDInfoProto.class)) {
                RealIDInfoProto real = Inspection.unpacked(data, RealIDInfoProto.class);
                feature(real.getId(), real.getName(), seen);
            } else {
                CategoricalIDInfoProto few = Inspection.unpacked(data, CategoricalIDInfoProto.class);
                feature(few.getId(), few.getName(), seen);
            }
        }
    }

    private void feature(int place, String name, BitSet seen) {
        check(place >= 0 && place < width && !seen.get(place) && name.equals(Names.feature(place)),
                "it has another feature [%s]".formatted(name));
        seen.set(place);
    }

    private void outputs(OutputDomainProto proto) {
        Inspection.newest(proto.getVersion());
        if (labels == 0) {
            Inspection.known(proto.getClassName(), Set.of(ImmutableRegressionInfo.class.getName()));
            ImmutableRegressionInfoProto number = Inspection.unpacked(proto.getSerializedData(),
                    ImmutableRegressionInfoProto.class);
            check(number.getLabelList().equals(List.of(Names.TARGET)) && number.getIdList().equals(List.of(0)),
                    "it predicts something else");
        } else {
            Inspection.known(proto.getClassName(), Set.of(ImmutableLabelInfo.class.getName()));
            ImmutableLabelInfoProto label = Inspection.unpacked(proto.getSerializedData(),
                    ImmutableLabelInfoProto.class);
            check(label.getLabelCount() == labels && label.getIdCount() == labels,
                    "it knows [%d] labels".formatted(label.getLabelCount()));
            BitSet seen = new BitSet(labels);
            for (int i = 0; i < labels; i++) {
                int place = label.getId(i);
                check(Names.isLabel(label.getLabel(i), labels) && place >= 0 && place < labels && !seen.get(place),
                        "it predicts a label that there is not");
                seen.set(place);
            }
        }
    }
}
