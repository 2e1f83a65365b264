/** What a key's candidate would forecast beside the release before, for those who decide: nothing of it is stored. */
@NullMarked
package io.manymodels.promotion.forecast;

import org.jspecify.annotations.NullMarked;
