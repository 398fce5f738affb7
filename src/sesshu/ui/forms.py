"""How every form of the portal is drawn (settings: FORM_RENDERER)."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Label, ※必須 or ※任意, support text, control, error text: the order of the design system."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
