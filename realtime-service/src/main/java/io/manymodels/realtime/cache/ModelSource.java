package io.manymodels.realtime.cache;

import io.manymodels.model.ArtefactLocation;
import io.manymodels.model.ModelLoader;
import java.util.Collection;

/** Where the cache gets models from: {@link ModelLoader#loadAll}. */
@FunctionalInterface
interface ModelSource {

    void load(Collection<ArtefactLocation> locations, ModelLoader.Arrival arrival);
}
