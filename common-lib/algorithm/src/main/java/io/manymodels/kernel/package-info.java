/**
 * The arithmetic of models from features to scores, and what a plug-in implements to bring its own. Used by training,
 * scoring and realtime, and by plug-ins.
 */
@NullMarked
package io.manymodels.kernel;

import org.jspecify.annotations.NullMarked;
