/** The promotion service: judges candidates, publishes releases, keeps the production registry. Holds the application alone. */
@NullMarked
package io.manymodels.promotion;

import org.jspecify.annotations.NullMarked;
