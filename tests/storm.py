"""Sums of a reward over so many rounds, by Storm: storm.py FILE.drn ROUNDS. Exits with 77 without stormpy."""
import json
import sys

try:
    import stormpy
except ImportError:
    sys.exit(77)

model = stormpy.build_model_from_drn(sys.argv[1])
found = {}
for name in model.reward_models:
    # One round more: the first step draws pressure and earns nothing.
    formula = stormpy.parse_properties('R{"%s"}=? [ C<=%d ]' % (name, int(sys.argv[2]) + 1))[0]
    result, start = stormpy.model_checking(model, formula), model.initial_states[0]
    found[name] = result.at(start) if hasattr(result, "at") else result.get_value(start)
print(json.dumps({"states": model.nr_states, "sums": found}))
