package io.manymodels.console.page;

import io.manymodels.console.access.ConsoleUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page knows. */
@ControllerAdvice
class PageAdvice {

    /** Who looks; null before somebody is signed in. */
    @ModelAttribute("user")
    @Nullable
    ConsoleUser user(@AuthenticationPrincipal(errorOnInvalidType = false) @Nullable ConsoleUser user) {
        return user;
    }
}
