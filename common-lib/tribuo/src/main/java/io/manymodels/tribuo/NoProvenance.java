package io.manymodels.tribuo;

import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.tribuo.Model;
import org.tribuo.protos.ProtoSerializable;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/** What stands where a stored model has its provenance when Tribuo reads it: Tribuo insists on one. */
final class NoProvenance {

    private static final OffsetDateTime NEVER = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    static final RootProvenanceProto OF_A_MODEL = stored(new ModelProvenance(Model.class.getName(), NEVER,
            new EmptyDatasetProvenance(), new EmptyTrainerProvenance()));
    static final RootProvenanceProto OF_A_FOREST = stored(new EnsembleModelProvenance(Model.class.getName(), NEVER,
            new EmptyDatasetProvenance(), new EmptyTrainerProvenance(), new ListProvenance<>()));

    private NoProvenance() {}

    private static RootProvenanceProto stored(ModelProvenance provenance) {
        return ProtoSerializable.PROVENANCE_SERIALIZER
                .serializeToProto(ProvenanceUtil.marshalProvenance(provenance));
    }
}
