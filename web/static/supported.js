// Before anything is drawn, so that nothing moves afterwards.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
