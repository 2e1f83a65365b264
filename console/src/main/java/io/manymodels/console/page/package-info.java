/** What every page has: who looks, how numbers read, what is shown when something is wrong. */
@NullMarked
package io.manymodels.console.page;

import org.jspecify.annotations.NullMarked;
