package io.manymodels.realtime.cache;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import java.util.Collection;

/** Where the cache gets models from: {@link ModelLoader#loadAll}. */
@FunctionalInterface
interface ModelSource {

    void load(Collection<ArtefactLocation> locations, ModelLoader.Arrival arrival);
}
