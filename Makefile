.PHONY: demo test check bench prove shots clean

demo test check bench prove shots clean: ; @python3 start.py $@
