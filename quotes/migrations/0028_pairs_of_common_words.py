"""More pairs: of two words that are merely common, and for phrases that are spelled in several ways.

“people would” are two words that each stand in one quote of twenty: whatever an index of words says
of them, each of 3,449 quotes had to be looked at for the 124 that hold the phrase. So two common
words side by side are a pair too, as a very common one is with any (``0023_pairs_of_words``): a
very common word or a character *weighs* two, a common word one, and what weighs two together is a
pair. Common is what stands in some hundredth of all sayings, in general or in business. Frozen, as
the index is made with these words.

A phrase with a hyphen or with ``us`` in small letters is looked for in several *ways*, each by its
own pairs; what is in no pair, as ``endtoend`` is, by its words.

And the index of pairs knows the years of a quote, as those of words do (``0027``).
"""

from importlib import import_module

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models.functions import Collate

from quotes.said import Years
from quotes.search.columns import pairs_of

before = import_module("quotes.migrations.0023_pairs_of_words")

OFTEN = (
    # English, of business too
    "ability about access after again ahead all also always am an another any approach area"
    " areas around back balance base based because become been before being benefit best"
    " better between big billion board both brand build building business businesses can"
    " capacity capital cash chain challenge challenges change changes chief china clear cloud"
    " come commitment committed companies company competition confident consumer continue"
    " control core cost costs could country create created culture customer customers data day"
    " days deal decision deliver delivering demand design develop development did different"
    " digital does doing dollarsign don done down drive driven each early economic economy"
    " efficiency employees end energy environment europe even ever every everyone executive"
    " expect experience few find first focus focused forward free full future gain general get"
    " give global go goal goals going good got government great group grow growing growth had"
    " hard having health help her here high him his history home how however human idea if"
    " impact important improve increase industry information innovation international into"
    " invest investment investments investors issue its job jobs just keep key know large last"
    " law lead leader leaders leadership leading learn less let level life like line little"
    " local long look lot made make makes making management many margin market markets matter"
    " may me mean meet might million model money month months more most move much must my"
    " national need needs network never new next nothing now number numbers off offer often"
    " once one only open operating operations opportunities opportunity order organization"
    " other others out over own part partners past patent pay people percent percentsign"
    " performance period person place plan plans platform point policy position positive"
    " possible power present president price prices pricing problem process product production"
    " products profit program progress project protect proud provide public put quality"
    " quarter quarters question quite rate rates re real really reason record reduce region"
    " related remain report research resources response responsibility rest result results"
    " revenue right rights risk s safety said sales same say scale science second sector"
    " security see sell sense service services set several share shareholders should show side"
    " simply since small so social software solution solutions some something speak staff"
    " standard start state states stay step still stock store story strategic strategy"
    " strength strong success successful such supply support sure system systems t take team"
    " teams technologies technology tell term terms than thank thanks their them then there"
    " these thing things think third those thought three through time times today together too"
    " top total trade trust try turn two under understand united until up us use used users"
    " using value ve very view vision volume want war water way ways week well went were what"
    " when where whether while who whole why without word words work worked working world"
    " would year years yes yet your"
    # German
    " ab aber alle alles andere anderen aus bei beim bin bis dabei damit dann dass denn dich"
    " diese diesem dieser dieses dir doch dort durch einem einen einer eines einfach er"
    " ergebnis erst ersten etwas ganz gegen geht gerade geschaft gibt gut hab habe haben hast"
    " hat hatte heute hier ihm ihn ihr ihre ihrer immer ja jahr jahre jahren jetzt kann kein"
    " keine kommt konnen kunden lassen leben machen macht mal man markt markte mehr mein meine"
    " menschen mich milliarden mir mitarbeiter muss mussen nach neue nichts noch nun nur ob"
    " oder ohne produkte schon sehr sein seine seiner seit selbst sie sind soll sollte sondern"
    " strategie technologie uber umsatz uns unter viel viele vom vor wachstum ware waren warum"
    " weil weiss wenn wer werden wie wieder wird wirtschaft wo wurde wurden zeit zum zur zwei"
    " zwischen"
    # French
    " ai ainsi alors ans apres aussi autre autres aux avait avant avec avenir avoir beaucoup"
    " bien bon bonne ca car cas cela ces cette chez chose clients comme comment contre"
    " croissance deja depuis deux dire dit doit donc dont elle encore entre etait ete etre eu"
    " euros faire fait faut fin fois francais gens grand homme ici ils jamais je jour juste"
    " leur leurs lui ma marches meme mes mieux milliards moi moins mon monde nos notre ont ou"
    " oui parce partie pays pendant personne petit peu peut premier premiere qu quand quelques"
    " quoi rien sa sans sera ses soit son sont sous suis te temps toi ton toujours tous tout"
    " toute toutes tres trois trop tu va vie voir votre vous vraiment vu"
    # Spanish
    " ahora algo alguien ano anos antes aqui asi aunque bueno cada casa caso clientes contra"
    " cosas crecimiento creo cuando cuenta decir desde despues dia dias dice donde durante"
    " ella ellos era esa ese eso esta estaba estado estan estar estas este esto estos estoy"
    " estrategia forma fue gente gobierno gracias gran habia hace hacer han hasta hay hecho"
    " hoy lugar mejor menos mercados mi mismo momento mucho mundo muy nada ni nuevo nunca otra"
    " otro otros pais parte pero personas poco porque productos puede quien quiero sea ser"
    " sido siempre sin sobre solo soy sus tambien tan tanto tecnologia tener tengo tiempo"
    " tiene tienen toda todas todo todos trabajo una uno ver vez vida voy ya yo"
    # Italian
    " abbiamo ad alla altri altro anche ancora anni azienda aziende bene chi citta clienti"
    " contro cosa cose cosi crescita cui dai dal dalla degli dei delle detto dopo dove due ed"
    " essere fa fare fatto fine gia giorno gli grande grazie hai hanno ho io lavoro li loro"
    " mai mentre mercati mia miliardi mio modo molto mondo nei nel nella nelle noi nuovo oggi"
    " ogni ora perche persone piu po poi prima primo prodotti proprio puo quando quanto quel"
    " quella quello questa questi questo quindi secondo sei sempre senza sia siamo sta stata"
    " stato stesso strategia sua sul sulla suo tempo ti tra tutte tutti tutto vi via vita"
    " volta"
    # Portuguese
    " acho agora ainda alguem aos apenas assim ate bem bilhoes bom cidade coisa coisas"
    " crescimento depois deus diz dois ela ele eles entao essa esse estao estou falar faz"
    " fazer foram hoje isso maior melhor mercado mesmo meu mim minha muito nao nas nem nome"
    " nossa novo onde outro outros pela pelo pessoas pode pra primeiro produtos qual qualquer"
    " quem quer quero resultados sao seja sem sendo seu seus sim sou suas tambem tao tem tenho"
    " ter trabalho tudo vai voce vou"
    # Russian
    " no без более больше будет будущее бы был была были было быть вам вас вместе во вот время"
    " все всегда всего всех вы где год года году да даже два день для до его ее ему если есть"
    " еще же жизни жизнь здесь или им их клиентов когда которые который которых кто лет ли"
    " людей люди между меня место миллиардов миллионов мне много может можно мой надо нам нас"
    " него несколько нет ни них ничего ну нужно об области один однако она они от очень под"
    " пока после потом потому почему при продукты просто против процентов раз россии рост"
    " роста рынка рынок своей свою себе себя сегодня сейчас сказал со стратегия сша так также"
    " такой там тебе тебя тем теперь технологии то тогда того тоже только том тут ты уже"
    " хорошо хочу человек чем через чтобы эти этого этой этом этот является"
)


def array(words):
    return f"'{{{','.join(dict.fromkeys(words.split()))}}}'::text[]"


ADJACENT = f"""
CREATE OR REPLACE FUNCTION public.search_adjacent(words text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
    word text;
    before text;
    weight integer;
    weighed integer;
    found text[] := '{{}}';
BEGIN
    FOREACH word IN ARRAY words LOOP
        weight := CASE
            WHEN word = ANY ({array(before.COMMON)}) THEN 2
            WHEN length(word) = 1 AND word COLLATE "C" >= U&'\\1100' THEN 2
            WHEN word = ANY ({array(OFTEN)}) THEN 1
            ELSE 0
        END;
        IF weight + weighed >= 2 AND word IS NOT NULL AND before IS NOT NULL THEN
            found := found || (before || ' ' || word);
        END IF;
        before := word;
        weighed := weight;
    END LOOP;
    RETURN found;
END
$$"""
"""Those of these words that are indexed as pairs; NULL stands for what is no word."""

WAYS = """
CREATE FUNCTION public.phrase_ways(value tsquery) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    us CONSTANT text := '( ''us'' | ''usinitials'' )';
    spelled text := replace(value::text, us, '''us''');
    way text;
    words text[];
    pairs text[];
    ways jsonb := '[]';
BEGIN
    IF value::text LIKE '%' || us || '%' || us || '%' THEN
        RETURN NULL;
    ELSIF spelled <> value::text THEN
        spelled := spelled || ' | ' || replace(value::text, us, '''usinitials''');
    END IF;
    FOREACH way IN ARRAY string_to_array(spelled, ' | ') LOOP
        words := string_to_array(translate(way, '''', ''), ' <-> ');
        pairs := public.search_adjacent(words);
        IF way !~ '^''[^'']+''( <-> ''[^'']+'')*$' OR EXISTS (
            SELECT FROM generate_subscripts(words, 1) AS place
            WHERE public.search_adjacent(words[place - 1 : place + 1]) = '{}'
        ) THEN
            pairs := '{}';
        END IF;
        ways := ways || jsonb_build_array(jsonb_build_array(way, to_jsonb(pairs)));
    END LOOP;
    RETURN ways;
END
$$"""
"""Each way to spell a phrase, with its pairs; none where they say less than its words: one of them
is in no pair, or is open at its end. NULL where there are too many ways."""


class Migration(migrations.Migration):
    dependencies = [("quotes", "0027_years_beside_words")]

    operations = [
        migrations.RemoveIndex(model_name="quote", name="quote_pairs"),
        migrations.RunSQL(
            [ADJACENT, WAYS, "DROP FUNCTION public.phrase_pairs(tsquery)"],
            [
                before.PHRASE,
                "DROP FUNCTION public.phrase_ways(tsquery)",
                before.ADJACENT.replace("CREATE", "CREATE OR REPLACE", 1),
            ],
        ),
        migrations.AddIndex(
            model_name="quote",
            index=GinIndex(
                Collate(pairs_of("exact"), "C"),
                models.F("speaker"),
                models.F("organization"),
                Years(),
                name="quote_pairs",
            ),
        ),
        # How rare each pair is: without, the planner would guess one of 200.
        migrations.RunSQL("ANALYZE public.quotes_quote", migrations.RunSQL.noop),
    ]
