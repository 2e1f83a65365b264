/** Artefacts in object storage: packs of many models, written and read by byte ranges. */
@NullMarked
package io.manymodels.artefact;

import org.jspecify.annotations.NullMarked;
