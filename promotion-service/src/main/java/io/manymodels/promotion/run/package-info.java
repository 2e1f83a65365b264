/** Promotion runs: started by REST or by a finished training, judged key by key, published or left for approval. */
@NullMarked
package io.manymodels.promotion.run;

import org.jspecify.annotations.NullMarked;
