/** Copies artefacts from the candidates' bucket to the production bucket, verified byte by byte. Used by promotion runs. */
@NullMarked
package io.manymodels.promotion.copy;

import org.jspecify.annotations.NullMarked;
