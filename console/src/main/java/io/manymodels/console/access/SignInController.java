package io.manymodels.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Signing in: by an API key, or by a link that works once. */
@Controller
class SignInController {

    private final ApiKeys keys;
    private final OneTimeLinks links;
    private final SecurityContextRepository contexts;
    private final RequestCache wanted;

    SignInController(ApiKeys keys, OneTimeLinks links, SecurityContextRepository contexts, RequestCache wanted) {
        this.keys = keys;
        this.links = links;
        this.contexts = contexts;
        this.wanted = wanted;
    }

    @GetMapping("/sign-in")
    String form(@RequestParam(defaultValue = "") String unknown, @RequestParam(required = false) @Nullable String ended,
            Model model) {
        model.addAttribute("unknown", unknown);
        model.addAttribute("ended", ended != null);
        return "sign-in";
    }

    @PostMapping("/sign-in")
    String signIn(@RequestParam(defaultValue = "") String key, HttpServletRequest request,
            HttpServletResponse response) {
        return signedIn(keys.holder(key), "key", request, response);
    }

    @GetMapping("/sign-in/once")
    String once(@RequestParam(defaultValue = "") String token, HttpServletRequest request,
            HttpServletResponse response) {
        return signedIn(links.redeem(token), "link", request, response);
    }

    /** For the command line, which has the key: a path that signs its holder in once. */
    @PostMapping("/sign-in/links")
    @ResponseStatus(HttpStatus.CREATED)
    @ResponseBody
    Map<String, String> link(@AuthenticationPrincipal ConsoleUser user) {
        return Map.of("path", "/sign-in/once?token=" + links.issue(user));
    }

    private String signedIn(Optional<ConsoleUser> holder, String what, HttpServletRequest request,
            HttpServletResponse response) {
        if (holder.isEmpty()) {
            return "redirect:/sign-in?unknown=" + what;
        }
        // A session of before must not become one of somebody who is signed in.
        request.getSession();
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(BearerFilter.authenticated(holder.get()));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        SavedRequest page = wanted.getRequest(request, response);
        wanted.removeRequest(request, response);
        return "redirect:" + (page == null ? "/" : path(page.getRedirectUrl()));
    }

    /** Of an address its part on this host, whatever the host is called outside. */
    private static String path(String address) {
        URI page = URI.create(address);
        String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
        return page.getRawPath().replaceFirst("^/+", "/") + query;
    }
}
